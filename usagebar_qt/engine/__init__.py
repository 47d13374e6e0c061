"""What the tray program and the command share. No Qt; httpx, pydantic and keyring are imported when first used."""

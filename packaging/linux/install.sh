#!/bin/sh
# Puts Usage Bar into this user's own folders, or takes it away again. Nothing of the system is touched, no root is needed.
#   ./install.sh [--remove]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-"$HOME/.local/share"}
program=$HOME/.local/lib/usagebar-qt
bin=$HOME/.local/bin

if [ -x "$program/usagebar-qt" ]; then
  "$program/usagebar-qt" --quit || exit 1
fi
rm -rf "$program"
rm -f "$bin/usagebar-qt" "$bin/usagebar"
rm -f "$data/applications/usagebar-qt.desktop" "$data"/icons/hicolor/*/apps/usagebar-qt.png "$data/icons/hicolor/scalable/apps/usagebar-qt.svg"
if [ "${1:-}" = --remove ]; then
  echo "Usage Bar is removed. Settings and figures stay in ~/.config/usagebar and ~/.local/state/usagebar."
  exit 0
fi

mkdir -p "$program" "$bin" "$data/applications" "$data/icons"
cp -a "$here/usagebar-qt" "$here/usagebar" "$here/_internal" "$here/licences" "$program/"
ln -s "$program/usagebar-qt" "$program/usagebar" "$bin/"
cp -a "$here/share/icons/hicolor" "$data/icons/"
# With its whole path: a menu may not have ~/.local/bin on its path.
sed -e "s|^Exec=usagebar-qt|Exec=\"$program/usagebar-qt\"|" -e "s|^TryExec=.*|TryExec=$program/usagebar-qt|" \
  "$here/share/applications/usagebar-qt.desktop" > "$data/applications/usagebar-qt.desktop"
echo "Usage Bar is installed. Start it from the menu, or with $bin/usagebar-qt"

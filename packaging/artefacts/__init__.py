"""What `packaging/build.py` and `packaging/release.py` are made of: each module builds and checks one kind of package."""

"""Tests that run Windows Python under Wine. This folder's own files run on Linux, those of `windows_side` on Windows Python."""

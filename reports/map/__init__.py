"""The interactive maps: one self-contained HTML file each."""

"""``python -m alianza``: the same as the command ``alianza``."""

from .cli import main

if __name__ == "__main__":
    main()

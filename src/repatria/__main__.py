"""Run the command line as ``python -m repatria``."""

from repatria.site.cli import main

if __name__ == "__main__":
    main()

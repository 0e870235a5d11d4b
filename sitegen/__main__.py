"""`python -m sitegen`: the command without its script."""

from sitegen.cli import main

if __name__ == "__main__":
    main()

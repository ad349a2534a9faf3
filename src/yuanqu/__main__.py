"""`python -m yuanqu` is `yuanqu`."""

from yuanqu.cli import main

if __name__ == "__main__":
    main()

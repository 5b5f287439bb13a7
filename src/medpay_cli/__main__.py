"""`python -m medpay_cli` is `medpay`."""

from medpay_cli.cli import main

main()

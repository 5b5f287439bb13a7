"""What is known of a code in one release at one place, and the tips that follow (`medpay_cli.tips` is the call)."""

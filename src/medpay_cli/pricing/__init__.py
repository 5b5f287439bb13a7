"""The physician fee schedule: charge lines in, allowed amounts and their derivation out."""

"""What a brand's own past says of how strong its messages are: field tests, and sales beside spend."""

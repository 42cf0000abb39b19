"""Let people answer at a kiosk: a page that works without a network, and what takes in what it sends."""

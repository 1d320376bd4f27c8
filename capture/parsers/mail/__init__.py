"""An e-mail read: who wrote it, of what kind it is, what is new in it, what hangs on it. Pure, and never raises."""

"""Documents of sale: what they hold, when they are issued, and the forms they take (PDF, page, FA(3))."""

"""The way into the administration: throttle of logins, second factor, age of a login."""

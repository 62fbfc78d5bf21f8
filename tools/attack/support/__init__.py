"""Modules for all attacks: a browser, an authenticator app, users, temporary servers, and the list of attacks."""

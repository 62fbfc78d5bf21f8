"""What the attacks share: a browser, an authenticator app, users, temporary servers, and the list of attacks."""

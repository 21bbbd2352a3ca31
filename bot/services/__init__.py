"""What a cog or a job may ask for; each service joins pure rules to the store and the web."""

@rem On Windows, what `exec` in package.json's scripts means: run it. Elsewhere the shell's own exec makes way, so that signals reach us.
@%*

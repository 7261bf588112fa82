@rem npm scripts begin with "exec" so that on POSIX no shell stands between npm and Node (signals, exit codes).
@rem Windows has no such command; cmd.exe finds this one in the folder that npm runs scripts in.
@%*

@echo off
rem The command line of a packed Inkstone, on the Node that its trainer runs on.
setlocal
if not defined INKSTONE_LIBTENSORFLOW set "INKSTONE_LIBTENSORFLOW=%~dp0libtensorflow"
if not defined INKSTONE_SHARP set "INKSTONE_SHARP=%~dp0pictures\sharp"
"%~dp0webgpu\node.exe" "%~dp0app.asar.unpacked\out\node\cli.cjs" %*

#!/bin/sh
# Runs after the package is gone: what people have drawn and trained is theirs and stays.
case "$1" in
  remove | purge | 0)
    echo "Inkstone is removed. Runs, models, drawings and settings stay in ~/.local/share/inkstone of each user; delete that folder to be rid of them."
    ;;
esac
exit 0

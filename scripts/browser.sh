#!/bin/sh
# See to it that a browser and fonts are there for the browser tests: installs Debian's as root, else says what is skipped.
set -eu
command -v chromium >/dev/null 2>&1 && fc-list 2>/dev/null | grep -q "Noto Sans CJK" && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Debian's chromium and fonts for the browser tests …"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        chromium fonts-noto-core fonts-noto-cjk fontconfig >/dev/null && exit 0
fi
echo "Browser tests are skipped: chromium and the Noto fonts are not installed, and only root on Debian can install them here."

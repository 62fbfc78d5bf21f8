#!/usr/bin/env bash
# Creates the content of the image: the executable, the libraries that the loader opens for it, host name look-up,
# certificates, and an unprivileged user. The Dockerfile copies FOLDER/system as root, and FOLDER/owned (an empty folder for
# the data) as that user.
#   image-root.sh EXECUTABLE FOLDER
set -euo pipefail

executable=$1 root=$2/system owned=$2/owned
mkdir -p "$root/etc/ssl/certs" "$root/tmp" "$owned/data"
chmod 1777 "$root/tmp"
# A new volume gets its mode from this folder. Only the server is allowed to read the database.
chmod 0700 "$owned/data"
cp "$executable" "$root/stepwise"

# Libraries and the loader keep their paths. Host name look-up loads more libraries, which ldd does not show.
{
  ldd "$executable" | grep -o '/[^ ]*'
  find /lib /usr/lib -name 'libnss_dns.so.2' -o -name 'libnss_files.so.2' -o -name 'libresolv.so.2'
} | sort -u | while read -r library; do
  mkdir -p "$root$(dirname "$library")"
  cp --dereference "$library" "$root$library"
done

cp --dereference /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
echo 'stepwise:x:10001:10001::/data:/nonexistent' >"$root/etc/passwd"
echo 'stepwise:x:10001:' >"$root/etc/group"

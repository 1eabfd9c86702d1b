#!/bin/bash
# Whether this node takes requests. The image has neither curl nor wget: bash opens the connection itself.
exec 3<>"/dev/tcp/127.0.0.1/${HOLDFAST_PORT:-8080}" || exit 1
printf 'GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 3 _ status _ <&3
[ "$status" = 200 ]

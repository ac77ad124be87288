#!/usr/bin/env bash
# Builds the program for every platform it is promised for, into dist/:
# deploy/release.sh VERSION
set -euo pipefail
cd "$(dirname "$0")/.."
version=${1:?which version}
mkdir -p dist
for platform in ${PLATFORMS:-linux/amd64 linux/arm64 linux/loong64 windows/amd64 darwin/arm64 darwin/amd64}; do
  os=${platform%/*} arch=${platform#*/} end=
  [ "$os" != windows ] || end=.exe
  echo "$platform"
  CGO_ENABLED=0 GOOS=$os GOARCH=$arch go build -trimpath -ldflags "-s -w -X main.version=$version" -o "dist/gridmate-$version-$os-$arch$end" .
done
(cd dist && sha256sum "gridmate-$version-"* >SHA256SUMS)

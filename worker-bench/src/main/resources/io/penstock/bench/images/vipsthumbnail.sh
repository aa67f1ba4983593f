# Arguments: threads, rounds, folder for renditions, photographs.
set -euo pipefail
threads=$1 rounds=$2 folder=$3
shift 3
export folder

renditions() {
  local name
  name=$folder/$(basename "$1" .jpg)
  vipsthumbnail "$1" --size '1600x1600>' -o "$name-large.jpg[Q=80,strip,interlace]"
  vipsthumbnail "$1" --size '800x800>' -o "$name-medium.jpg[Q=80,strip,interlace]"
  vipsthumbnail "$1" --size 200x200 --smartcrop centre -o "$name-tile.jpg[Q=80,strip,interlace]"
}
export -f renditions

start=$(date +%s.%N)
for ((round = 0; round < rounds; round++)); do printf '%s\0' "$@"; done |
  xargs -0 -n 1 -P "$threads" bash -c 'renditions "$1"' renditions
end=$(date +%s.%N)
echo "measured $((rounds * $#)) $(awk "BEGIN { print $end - $start }") 0 0"

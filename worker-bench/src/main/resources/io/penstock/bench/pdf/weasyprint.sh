# A process of WeasyPrint for each document, as it is usually called. Arguments: threads, warm-up, seconds, folder, HTML file.
set -euo pipefail
threads=$1 seconds=$3 folder=$4 html=$5

one_after_another() {
  local count=0 end
  # print alone would round the time to six digits, which is an hour
  end=$(awk "BEGIN { printf \"%.3f\", $2 + $seconds }")
  while :; do
    weasyprint --quiet "$html" "$folder/process-$1.pdf"
    count=$((count + 1))
    awk "BEGIN { exit !($(date +%s.%N) >= $end) }" && break
  done
  echo "$count" >"$folder/process-$1.count"
}

start=$(date +%s.%N)
for ((thread = 0; thread < threads; thread++)); do
  one_after_another "$thread" "$start" &
done
for ((thread = 0; thread < threads; thread++)); do wait -n; done
end=$(date +%s.%N)
total=$(cat "$folder"/process-*.count | awk '{ sum += $1 } END { print sum }')
rm "$folder"/process-*.count
echo "measured $total $(awk "BEGIN { print $end - $start }") 0 0"

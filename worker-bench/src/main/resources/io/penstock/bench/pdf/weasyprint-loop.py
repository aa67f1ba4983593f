"""A process of WeasyPrint per thread that makes one document after the other, as a server of it would.

Arguments: threads, warm-up, seconds, folder, HTML file."""
import concurrent.futures
import resource
import sys
import time

import weasyprint


def write(html, file, seconds):
    count, end = 0, time.monotonic() + seconds
    while True:
        weasyprint.HTML(string=html).write_pdf(file)
        count += 1
        if time.monotonic() >= end:
            return count


def work(number):
    warm_up, seconds = float(sys.argv[2]), float(sys.argv[3])
    file = f"{sys.argv[4]}/loop-{number}.pdf"
    with open(sys.argv[5], encoding="utf-8") as source:
        html = source.read()
    write(html, file, warm_up)
    start = time.monotonic()
    count = write(html, file, seconds)
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return count, time.monotonic() - start, mib


def main():
    threads = int(sys.argv[1])
    with concurrent.futures.ProcessPoolExecutor(threads) as processes:
        counts, durations, sizes = zip(*processes.map(work, range(threads)))
    print("measured", sum(counts), max(durations), sum(sizes), 0)


if __name__ == "__main__":
    main()

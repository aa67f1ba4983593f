// Arguments: each|once, threads, rounds, folder for renditions, photographs.
import sharp from "sharp";

const [way, threads, rounds, folder, ...photographs] = process.argv.slice(2);
const boxes = [
  { name: "large", width: 1600, height: 1600, fit: "inside", withoutEnlargement: true },
  { name: "medium", width: 800, height: 800, fit: "inside", withoutEnlargement: true },
  { name: "tile", width: 200, height: 200, fit: "cover", withoutEnlargement: true },
];

sharp.concurrency(Number(threads));
sharp.cache(false);

async function renditions(photograph, number) {
  const open = () => sharp(photograph, { sequentialRead: true }).rotate();
  const shared = way === "once" ? open() : null;
  const made = boxes.map(({ name, ...box }) => () =>
    (shared ? shared.clone() : open())
      .resize(box)
      .jpeg({ quality: 80, progressive: true })
      .toFile(`${folder}/${number}-${name}.jpg`),
  );
  if (way === "once") {
    await Promise.all(made.map((make) => make()));
  } else {
    for (const make of made) await make();
  }
}

async function run(times) {
  const jobs = [];
  for (let i = 0; i < times; i++) photographs.forEach((photograph, number) => jobs.push([photograph, number]));
  const worker = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await renditions(...job);
  };
  await Promise.all(Array.from({ length: Number(threads) }, worker));
}

await run(1);
const start = process.hrtime.bigint();
await run(Number(rounds));
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
console.log("measured", photographs.length * Number(rounds), seconds, process.resourceUsage().maxRSS / 1024, 0);

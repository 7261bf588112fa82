/** Wrong usage: exit code 2, with this sentence and a pointer to the help. */
export class UsageError extends Error {}

export const HELP = `Usage: inkstone <command> [options]

  train      --preset tutorial|compact --data DATA [--epochs N] [--batch-size N] [--optimizer sgd|momentum|rmsprop|adam]
             [--learning-rate X] [--validation none|stratified:X|tail:X] [--augment none|light] [--limit N] [--seed N]
             [--name NAME] [--save-model FOLDER]
  evaluate   --model MODEL --data DATA
  predict    --model MODEL (--image FILE.png | --strokes FILE.json | --idx FILE)
  runs       list | show RUN | resume RUN | delete RUN
  data       list | import FOLDER | download
  doctor     the truth about the engine
  serve      [--port N]  the studio in a browser on this machine

DATA   mnist, synthetic, an imported set's id, a folder of IDX files; several joined by +
MODEL  starter, a run's id, or a model folder (model.json, weights.safetensors)

  --json        one JSON object a line on standard output, the last one the result
  --home DIR    another storage folder (or INKSTONE_HOME)
  --help        this text

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted (and resumable).
`;

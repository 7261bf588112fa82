/** Wrong usage: exit code 2, with this sentence and a pointer to the help. */
export class UsageError extends Error {}

export const HELP = `Usage: inkstone <command> [options]
To begin: inkstone train --preset quick --data synthetic, then: inkstone runs list

  train      --data DATA [run options] [--seeds N | --folds K] [--name NAME] [--save-model FOLDER]
             [--from MODEL [fine-tune options]]   goes on from a trained model, whose layers it has
  lr-find    --data DATA [run options]   trains a copy while the learning rate grows, and suggests one
  experiment transfer [--data DATA] [run options] [--name NAME] [--first A,B,...] [--second A,B,...]
             [--sizes 5,10,50,500,all] [--seeds N]   learns some classes, then others from few images of each:
             from what was learned, with its convolutions frozen, and from scratch; mnist's 0 to 4, then 5 to 9
             show EXPERIMENT | resume EXPERIMENT
  search     --space FILE.json [run options] [--sampler tpe|random|grid] [--pruner none|asha|asha:MINIMUM,REDUCTION]
             [--trials N] [--minutes M] [--seeds N] [--name NAME] [--queue redis://HOST[:PORT][/DB]]
             [--objective accuracy|loss|seconds|parameters, several joined by commas]
             tries settings: {"base": {"preset", "data", any run option}, "space": {"recipe.optimizer.learningRate":
             {"low", "high", "log"}, "model.layers.0.filters": {"choices": [...]}, ...}}; "int", "step", "when" besides;
             with --from MODEL it searches a fine-tune: its recipe, "from.freeze", "from.rates.head", "from.replay.share"
             list | show STUDY | resume STUDY [--trials N] [--minutes M]
  worker     --queue redis://HOST[:PORT][/DB] [--name NAME]   takes trials of such searches, until it is ended; a password
             of the queue stands in INKSTONE_QUEUE_PASSWORD
  presets    list | show ID
  evaluate   --model MODEL --data DATA [--split test|train|validation] [--only A,B,...]   of all classes or of these
             [--report FILE.html] [--out FILE.csv]   a page to read, and each image's numbers
             [--map FILE.csv|FILE.json]   where each image lies on the lab's map: alike ones close to each other
             [--robustness]   also how accuracy falls as the images are turned, moved, blurred, ...
             [--beside MODEL]   what another model makes of the same images   [--suspects]   training labels that are likely wrong
  predict    --model MODEL (--image FILE... | --strokes FILE.json | --idx FILE)   pictures of any kind, many at once;
             what cannot be read is told in its place, and the exit code is 1 then
  export     --model MODEL --format FORMAT --out PATH [--weights WEIGHTS] [--force]   the model for other programs: FORMAT is tfjs or
             savedmodel (folders), keras, onnx, html or studio (files; studio is the run or model with its history, for another studio); it is read again by its own runtime and compared with the model on
             1,000 images before it comes to its place (docs/exports.md); --force replaces an export that is there; WEIGHTS is float32, or
             float16 or int8 for half or a quarter of the size, with what it costs
  read       --image FILE... [--kind line|code|amount|date|page] [--model MODEL]   what is written in pictures, TIFF and
             PDF scans: the lines of a page, or one line as a code, an amount, a date; exit codes as of predict
             [--length N] [--check none|luhn|ean|isbn|id]   of a code: how many signs it has, the rule of its last digit
             [--order dmy|mdy|ymd]   of a date, where it is known
             --form FORM --images PATH --out FILE.csv|.xlsx|.json [--model MODEL] [--again]   filled forms into a table: a folder
             of scans, or one file of pages; goes on where it was interrupted, or with --again begins anew (docs/forms.md)
  runs       list [--query QUERY] | show RUN | resume RUN | delete RUN
             extend RUN --epochs N [--hold]   more epochs for a finished run; a schedule laid over all epochs follows the
             longer curve from there, or with --hold stays where it ended
             mark RUN [--star | --unstar] [--add TAG,...] [--remove TAG,...] [--notes TEXT]
             export RUN --format csv|json|tensorboard|run --out PATH [--checkpoints]   its steps as a table, its record and
             logs, event files in a log folder (or NAME.zip), or all of it as one file; with --checkpoints it can be resumed
             import FILE   a run that was exported with --format run
  models     list | import PATH [--name NAME] [--classes A,B,...]   a model of Keras (.keras, .h5), TensorFlow.js
             (model.json with its weights), a folder or zip of these, or a studio's file (export --format studio); what describes one without weights, as
             to_json() does, becomes an architecture in the studio's editor
             show MODEL | rename MODEL NAME | classes MODEL A,B,... | remove MODEL   of imported models
  data       list | import PATH [import options] | show ID | rename ID NAME | remove ID | download
  hands      list | show HAND | import PATH --hand NAME [--sign SIGN] | remove HAND   --sign: all its pictures show this
             export HAND --format strokes|idx|png --out PATH   a file; for idx and png a folder or NAME.zip
             sheet (--hand HAND | --classes A,B,...) [--times N] [--columns N] [--page a4|letter] --out FILE.pdf   to print
             take PICTURE... --hand NAME   photographs or scans of its pages, written on; exit codes as of predict
  engine     list | use auto|cpu|cuda|webgpu | install cuda | remove cuda
  doctor     which engine, card and driver run here, and why not another
  updates    whether there is a newer version: asks for the list of releases, once, and downloads nothing
  report     [--out FILE.txt]   what to send with a problem: versions, machine, engine and the log, nothing of your drawings,
             models and data; to read first, and to send yourself
  serve      [--port N]  the studio in a browser on this machine

DATA   mnist, synthetic, hand:NAME, an imported set's id, or a path as for \`data import\`; several joined by +
PATH   a file, folder or zip: IDX, npz, CSV, parquet, folders of pictures, pen strokes
FORM   a template: a file as docs/forms.md has it, or the id of one that was made in the studio
HAND   a hand's name or id; what is imported is pen strokes ([{"label", "strokes"}], Quick Draw's lines,
       UNIPEN) or labelled images, as of data
QUERY  words, and conditions as in the table of runs: 'accuracy > 99% optimizer = adam tag:x'
MODEL  starter, line-reader, a run's or an imported model's id, or a model folder (model.json, weights.safetensors)

Run options: what they leave out is the preset's.
  --preset PRESET         one of \`presets list\`, or a file of one; tutorial if absent (line-reader for lines)
  --model FILE.json       another model: a ModelSpec, or a preset as \`presets show\` prints it
  --limit N               train on N of the images
  --only A,B,...          train on these classes alone, in this order
  --rename OLD=NEW,...    other names for classes; two that get one name become one class
  --resize HxW            images of this height and width, in pixels, scaled as they are
  --framing centred|as-written   their ink framed anew: centred as in MNIST, or where it stands
  --invert                dark and light change places
  --drop-duplicates       of equal training images only the first
  --corrected             with the corrections of labels that were made in the lab
  --lines signs|numbers   learns to read lines, which are composed of the data's signs, others in each epoch; numbers:
                          codes, amounts and dates, with marks between the digits. --longest N signs, --lines-per-epoch N,
                          --paper clean|busy|worn|mixed: what they are written on
  --epochs N  --batch-size N  --seed N
  --optimizer NAME        sgd, momentum, nesterov, rmsprop, adam, adamw; with options: adam:beta2=0.99
  --learning-rate X  --momentum X  --weight-decay X
  --schedule KIND         constant, step, cosine, oneCycle, plateau; with options in order or by name:
                          step:EVERY-EPOCHS,FACTOR  cosine:FINAL  oneCycle:WARM-UP,START,FINAL
                          plateau:FACTOR,PATIENCE,MINIMUM  plateau:patience=3
  --warm-up-epochs X  --label-smoothing X  --class-balance none|weighted
  --clip none | value:X | norm:X
  --ema none | DECAY
  --early-stopping none | PATIENCE | PATIENCE,restoreBest=false
  --augment none | light | strong | rotation=10,shift=2,... | light,elastic=3
                          rotation, shear (degrees), shift, elastic, erase (pixels), zoom, noise, thickness (shares)
  --augment-strokes none | light | slant=10,... | light,wobble=0.1   of a hand's drawings
                          slant (degrees), scale, wobble, penWidth, speed (shares)
  --validation none | stratified:X | tail:X | fold:1/5

Fine-tune options: the recipe is gentle unless --preset names another
  --freeze none | features | LAYER,LAYER,...   whose weights stay as they are; features: all but the last layer's
  --head keep | new       the model's own classes, or a fresh last layer for the data's
  --rates features=X,head=X,LAYER=X   times the learning rate
  --replay DATA:SHARE     this share of each epoch's images from these data, against forgetting

Import options:
  --name NAME             of the data set
  --classes A,B,...       names for its classes, in their order
  --test-fraction X       set aside for testing where the files do not say: 0.2 if absent
  --choose NAME           one of several data sets that are found
  --mend auto|none|LIST   what is warned of and mended; auto: only where there is no doubt. Or some of inverted,
                          transposed, values-low, labels-shifted, ten-is-zero, duplicates-across,
                          duplicates-within, empty-classes, blank-images
  --framing centred|as-written   how pen strokes, and pictures of unlike sizes, come into images: centred if absent, or
                          where and as large as they were written

  --seeds N     the same run with N seeds, one after the other: mean, standard deviation, 95% confidence interval
  --folds K     a K-fold cross-validation
  --json        one JSON object a line on standard output, the last one the result
  --home DIR    another storage folder (or INKSTONE_HOME)
  --help        this text

Exit codes: 0 done, 1 failed or failed in part, 2 wrong usage, 130 interrupted (and resumable).
`;

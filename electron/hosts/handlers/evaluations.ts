import type { correctionsCalls } from '../../../shared/contract/calls/corrections.ts';
import type { evaluationsCalls } from '../../../shared/contract/calls/evaluations.ts';
import type { HostCalls } from '../../../shared/contract/calls.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import { evaluatedAnswers } from '../../services/evaluations/answers.ts';
import { compareEvaluations } from '../../services/evaluations/compare-all.ts';
import { imageDetails, imagePage } from '../../services/evaluations/images.ts';
import { datasetImages } from '../../services/evaluations/dataset-images.ts';
import { exportEvaluation, reportLanguage } from '../../services/evaluations/export.ts';
import { explainImage, otherReadings } from '../../services/evaluations/looks.ts';
import { preparationOf } from '../../services/evaluations/preparation.ts';
import { keptRobustness, robustnessOf } from '../../services/evaluations/robustness.ts';
import { keepTemperature } from '../../services/evaluations/keep-temperature.ts';
import type { ServiceSet } from '../service-set.ts';

type Lab = Pick<Handlers<HostCalls>, keyof typeof evaluationsCalls | keyof typeof correctionsCalls>;

/** What the lab's calls do. */
export function labHandlers(services: ServiceSet): Lab {
  const { env, settings, datasets, evaluations, corrections, suspects, neighbours, maps } = services;
  return {
    'evaluations.list': () => evaluations.list(),
    'evaluations.start': async ({ model, ticket, ...request }, { signal }) =>
      (await evaluations.start({ ref: model }, request, { ticket, signal })).info,
    'evaluations.get': ({ id, corrected }) => evaluations.get(id, corrected),
    'evaluations.answers': ({ id }) => evaluatedAnswers(evaluations, id),
    'evaluations.remove': async ({ id }) => {
      await evaluations.remove(id);
      return null;
    },
    'evaluations.images': (request) => imagePage(evaluations, request),
    'evaluations.image': ({ id, place }) => imageDetails(evaluations, id, place),
    'evaluations.preparation': (request) => preparationOf(services, request),
    'evaluations.explain': (request, { signal }) => explainImage(services, request, signal),
    'evaluations.neighbours': ({ ticket, ...request }, { signal }) => neighbours.find(request, { ticket, signal }),
    'evaluations.others': (request, { signal }) => otherReadings(services, request, signal),
    'evaluations.compare': ({ first, second }) => evaluations.compare(first, second),
    'evaluations.compareAll': ({ ids }) => compareEvaluations(evaluations, ids),
    'evaluations.map': ({ id, make, ticket }, { signal }) => (make ? maps.make(id, { ticket, signal }) : maps.kept(id)),
    'evaluations.robustness': ({ ticket, ...request }, { signal }) =>
      robustnessOf(services, request, { ticket, signal }),
    'evaluations.keptRobustness': ({ id }) => keptRobustness(services, id),
    'evaluations.keepTemperature': (request) => keepTemperature(services, request),
    'evaluations.export': (request) =>
      exportEvaluation(services, request, reportLanguage(settings.get().language, env.systemLanguage)),

    'corrections.get': ({ dataset }) => corrections.get(dataset),
    'corrections.apply': ({ dataset, changes }) => corrections.apply(dataset, changes),
    'corrections.undo': ({ dataset }) => corrections.undo(dataset),
    'corrections.reset': ({ dataset }) => corrections.reset(dataset),
    'corrections.suspects': ({ dataset, again, ticket }, { signal }) =>
      suspects.find(dataset, again, { ticket, signal }),
    'datasets.images': (request) => datasetImages(datasets, request),
  };
}

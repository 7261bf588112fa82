import type { CancelSignal } from '../../../shared/contract/define.ts';
import type {
  GradientsQuestion,
  LossSliceQuestion,
  NudgeQuestion,
  StepQuestion,
} from '../../../shared/contract/gradient-questions.ts';
import type { LayerGradients, Nudges } from '../../../shared/contract/schemas/layer-gradients.ts';
import type { LossSlice, OptimizerStep } from '../../../shared/contract/schemas/optimizer-step.ts';
import type { ModelRef } from '../../../shared/contract/schemas/predict.ts';
import type { TrainerLink } from '../../trainer-link/trainer-link.ts';

/** A question as it comes to a host. */
type Asked<Question> = Question & { readonly model: ModelRef };

/** What follows a model's forward pass: gradients and steps of optimizers. All throw as shared/contract/calls/gradients.ts says. */
export class ModelGradients {
  private readonly link: TrainerLink;
  private readonly folderOf: (ref: ModelRef) => string;

  constructor(link: TrainerLink, folderOf: (ref: ModelRef) => string) {
    [this.link, this.folderOf] = [link, folderOf];
  }

  gradients(asked: Asked<GradientsQuestion>, signal: CancelSignal): Promise<LayerGradients> {
    return this.link.call('model.gradients', this.inFolder(asked), { signal });
  }

  nudge(asked: Asked<NudgeQuestion>, signal: CancelSignal): Promise<Nudges> {
    return this.link.call('model.nudge', this.inFolder(asked), { signal });
  }

  step(asked: Asked<StepQuestion>, signal: CancelSignal): Promise<OptimizerStep> {
    return this.link.call('model.step', this.inFolder(asked), { signal });
  }

  /** Progress is told as the trainer tells it, with the asker's ticket. */
  lossSlice(asked: Asked<LossSliceQuestion>, signal: CancelSignal): Promise<LossSlice> {
    return this.link.call('model.lossSlice', this.inFolder(asked), { signal });
  }

  private inFolder<Question>({ model, ...question }: Asked<Question>) {
    return { ...question, folder: this.folderOf(model) };
  }
}

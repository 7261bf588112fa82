import type { EvaluationInfo } from '../contract/schemas/evaluation.ts';
import type { Framing } from '../contract/schemas/task.ts';

type Words = Readonly<Record<Framing, string>>;

/** What is said of an evaluation whose images are framed otherwise than its model reads them, by the images' framing. */
export const otherFramingEn: Words = {
  centred:
    'The ink of these images is centred; the model reads ink where and as large as it was written. The scores say little of what it can: evaluate it on data as written.',
  'as-written':
    'The ink of these images stands where it was written; the model reads ink that is centred. The scores say little of what it can: import the data centred, or fine-tune it on them.',
};

export const otherFramingZh: Words = {
  centred:
    '这些图像的笔迹是居中的，而模型读的是保留书写位置和大小的笔迹。得分说明不了它的能力：请用保留书写位置的数据评估。',
  'as-written':
    '这些图像的笔迹留在书写的位置，而模型读的是居中的笔迹。得分说明不了它的能力：请以居中方式导入这些数据，或用它们微调模型。',
};

/** The framing of the images, where it is not the one that the model reads; null: all is well, or an older studio did not say. */
export const otherFraming = ({ framing }: EvaluationInfo): Framing | null =>
  framing && framing.model !== framing.data ? framing.data : null;

/** The same as a line, for hosts without a window. `language` is a BCP 47 tag or a POSIX locale. */
export function otherFramingText(info: EvaluationInfo, language: string): string | null {
  const other = otherFraming(info);
  return other && (language.startsWith('zh') ? otherFramingZh : otherFramingEn)[other];
}

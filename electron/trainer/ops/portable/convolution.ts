import { hostNumbers } from './host-values.ts';
import { kernel, type Attributes, type OpTable } from './op.ts';
import { windowOf } from './window.ts';

const options = (attributes: Attributes) => ({ ...windowOf(attributes), dataFormat: 'NHWC' });

export const convolutionOps: OpTable = {
  Conv2D: ([x, filter], attributes) =>
    kernel('Conv2D', { x: x!, filter: filter! }, { ...options(attributes), dilations: 1 }),
  Conv2DBackpropInput: ([shape, filter, dy], attributes) =>
    kernel(
      'Conv2DBackpropInput',
      { dy: dy!, filter: filter! },
      { ...options(attributes), inputShape: hostNumbers(shape!) },
    ),
  Conv2DBackpropFilter: ([x, shape, dy], attributes) =>
    kernel('Conv2DBackpropFilter', { x: x!, dy: dy! }, { ...options(attributes), filterShape: hostNumbers(shape!) }),
  DepthwiseConv2dNative: ([x, filter], attributes) =>
    kernel('DepthwiseConv2dNative', { x: x!, filter: filter! }, { ...options(attributes), dilations: [1, 1] }),
  DepthwiseConv2dNativeBackpropInput: ([shape, filter, dy], attributes) =>
    kernel(
      'DepthwiseConv2dNativeBackpropInput',
      { dy: dy!, filter: filter! },
      { ...options(attributes), dilations: [1, 1], inputShape: hostNumbers(shape!) },
    ),
  DepthwiseConv2dNativeBackpropFilter: ([x, shape, dy], attributes) =>
    kernel(
      'DepthwiseConv2dNativeBackpropFilter',
      { x: x!, dy: dy! },
      { ...options(attributes), dilations: [1, 1], filterShape: hostNumbers(shape!) },
    ),
};

export const optimizers = {
  title: 'Optimizers',
  short: 'How a gradient becomes a step: SGD, momentum, RMSprop, Adam.',
  lead: 'The gradient says in which direction the loss rises; the optimizer decides how far to go the other way. SGD takes learning rate times gradient. Momentum keeps part of the last step, like a ball that rolls on. RMSprop divides by how large the gradients of each weight usually are. Adam does both. Here each takes real steps on what you have written, with this model’s own weights.',
  symbols: {
    w: 'a weight, before and after the step',
    g: 'the gradient of the loss with respect to it',
    eta: 'the learning rate',
    m: 'momentum: what is kept of earlier gradients',
    v: 'the mean of the squared gradients so far',
  },
  rate: 'Learning rate η',
  layer: 'Layer',
  step: 'Step t',
  pictures: {
    before: 'weights before',
    gradient: 'gradient',
    change: 'how far each is moved',
    after: 'weights after',
  },
  weightSaid: 'Weight {number}: w = {w}, g = {gradient}, after the step {after}',
  losses: 'Loss on this image, before and after the step:',
  paths: 'The way down, on a real slice of the loss',
  pathsNote:
    'All optimizers set out from the same weights. The loss is the mean over your image and {n} others, one of each digit that the model knows. The plane goes through the start and the ends of two paths; the others are seen as they lie above it.',
  start: 'Start at',
  starts: { drawn: 'newly drawn weights', own: 'the model’s weights' },
  beside: 'Plane through this end, too',
  upTo: 'Up to step',
  computing: 'Computing the paths and the slice',
  compute: 'Compute the paths',
  lossAt: 'Loss at step {step}',
  offPlane: 'Off the plane',
  planeNote:
    'x, y and the distance off the plane are distances between weights. Numbers on the lines are the loss; the stronger a line, the lower it lies. ∞: the loss is not finite any more.',
  plotSaid: 'Contours of the loss with the paths up to step {step}. From a loss of {from}: {ends}',
  endSaid: '{name} to {loss}',
  chosen: '{name}, η = {rate}: loss from {before} to {after}',
  ask: {
    adam: 'Adam’s very first step, with η = 0.01: how far does it move a weight whose gradient is 0.2?',
    adamWhy:
      'About 0.01, and as far with a gradient of 20: m and √v are corrected at first so that m / √v is ±1. The learning rate itself is the length of the step.',
    adamHint: 'Choose Adam and step 1, and compare the pictures of the gradient and of how far each is moved.',
    momentum:
      'Momentum with μ = 0.9, η = 0.01, and a gradient of 1 in the first step and in the second. How far does the weight move in the second?',
    momentumWhy: '0.9 × 0.01 + 0.01 × 1 = 0.019. With gradients that stay alike, a step grows up to ten times as long.',
    momentumHint: 'After the first step m is −0.01. Put it into the formula of m.',
    tooFar:
      'Find a learning rate with which the optimizer that is chosen above ends with a larger loss than it began with.',
    tooFarWhy: 'Each step jumps over the valley and lands higher on the other side: training diverges.',
    tooFarHint: 'Move the learning rate far to the right, and wait for the paths. SGD with momentum diverges soonest.',
  },
} as const;

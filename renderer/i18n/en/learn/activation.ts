export const activation = {
  title: 'Activation',
  short: 'A bend in the line: without it, many layers are no more than one.',
  lead: 'Weighted sums of weighted sums are weighted sums again: without something bent between them, a hundred layers could do no more than one. The activation is that bend. It looks at each value by itself, lets some through and holds others back; its slope decides how much of the gradient comes through on the way back.',
  symbols: {
    z: 'the sum that comes in',
    a: 'what goes on to the next layer',
    slope: 'the slope: how much of the gradient passes',
  },
  before: 'before: z',
  after: 'after: a',
  function: 'Function',
  channel: 'Feature map',
  curve: 'The curve of {name}: at z = {z} it is {a}, with slope {slope}',
  said: 'Row {row}, column {column}: z is {z}, a is {a}',
  noOwn: 'layer {name} has none of its own: this is what one would do',
  ask: {
    relu: 'What does ReLU make of z = −2.5?',
    reluWhy: 'All that is negative becomes 0, and the slope there is 0, too.',
    reluHint: 'max(0, z): which of the two is larger?',
    negative: 'In the picture before the function, about how many per cent of the values would ReLU make 0? (± 10)',
    negativeWhy: 'It is {share} per cent. These places pass nothing on, neither values nor gradients.',
    negativeHint:
      'Blue is negative, what has no colour is 0. Choose relu above, and look at what is left in the picture after it.',
    steep: 'Where is the slope of sigmoid the largest?',
    steepWhy:
      'There it is {most}; at z = 4 only {far} is left. A deep stack of sigmoids lets gradients fade away: one reason why ReLU took their place.',
    steepHint: 'Choose sigmoid above, and look at the blue line for different z.',
  },
} as const;

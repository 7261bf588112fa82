export const attention = {
  title: 'Attention',
  short: 'Every patch looks at every other, and takes along what it finds there.',
  lead: 'A transformer parts the image into patches. In each of its blocks every patch asks a question, its query, and every patch shows a key. Where a query and a key point the same way, the one patch looks at the other and takes its value along. Several heads do so at once, each with questions of its own. Nothing says beforehand which patches belong together: the weights have learnt it.',
  symbols: {
    q: 'the query of patch i, what it looks for: W of the query times its normalised vector',
    k: 'the key of patch j, what can be found there: another W times its vector',
    s: 'the score: their product, by the root of their length d',
    a: 'the share of its look that patch i has for patch j; all shares of i make 1',
    v: 'the value of patch j, what is taken along: a third W times its vector',
    y: 'what patch i has gathered, in this head',
  },
  blocks: 'Encoder block',
  block: 'Block {number}',
  heads: 'Heads: what the patch looks at in each',
  head: 'Head {number}',
  asking: 'who looks: patch i',
  asked: 'at whom {from} looks: patch j',
  pairs: 'all shares: i by row, j by column',
  said: 'Patch {from} looks at patch {to} with {share}',
  product: 'Query of {from} times key of {to}, term by term',
  takes: 'What {from} takes along: values by their shares',
  others: 'the other {n} patches: {share} together',
  ask: {
    even: 'If a patch looked at all {steps} patches alike, how many per cent would each get? (± 0.06)',
    evenWhy: '100 / {steps}: {share}. What is far above that is looked at, what is far below is passed over.',
    evenHint: 'All shares of a patch together make 100 %.',
    most: 'Choose a patch that has ink, and then point at the one it looks at most.',
    mostWhy: 'Of its whole look, {share} goes there.',
    mostHint: 'In the middle picture it has the strongest amber.',
    chosen: 'The chosen pair: {share}',
    count:
      'How many parameters do queries, keys, values and the output have: vectors of {features}, heads of {width} together, all with biases?',
    countWhy:
      '3 × ({features} + 1) × {width} + ({width} + 1) × {features} = {right}, and none of them depends on how many patches there are.',
    countHint:
      'Three maps lead from the vector to the heads, and one leads back. Each has a bias for each of its outputs.',
    scale: 'What would the shares become without the division by √d, where the products are large?',
    scales: { even: 'more alike', sharp: 'nearly all for one patch', same: 'the same' },
    scaleWhy:
      'Softmax of large scores is nearly 1 for the highest and 0 for all others, and its slope nearly 0: hardly any gradient would come through.',
    scaleHint: 'Look at the chapter on softmax: what happens when all logits become larger?',
  },
} as const;

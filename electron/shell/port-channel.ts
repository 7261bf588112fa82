/** From preload to main: carries a MessagePort and nothing else. */
export const PORT_CHANNEL = 'inkstone:port';

/** From preload to main: the paths of what a user has dropped on the page; answered with a name for it that says nothing. */
export const DROP_CHANNEL = 'inkstone:drop';

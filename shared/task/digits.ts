import type { Task } from '../contract/schemas/task.ts';

/** MNIST's task: the ten digits on 28 x 28 pixels. What was written down before tasks were has this one. */
export const DIGITS: Task = {
  inputShape: [28, 28, 1],
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
};

/** Whether the classes are the ten digits, in their order. */
export const isDigits = ({ classes }: Pick<Task, 'classes'>): boolean => classes.join() === DIGITS.classes.join();

/** Pictures from the computer's camera. */
export const camera = {
  open: 'Camera',
  title: 'Pictures from the camera',
  lead: 'Hold the page flat, evenly lit and whole in the picture. Several pages are taken one after the other.',
  leadOne: 'Hold the page flat, evenly lit and whole in the picture.',
  live: 'What the camera sees',
  which: 'Camera',
  nameless: 'Camera {n}',
  take: 'Take the picture',
  takeAgain: 'Take it again',
  asking: 'Waiting for the camera. If you are asked, allow it.',
  taken: '{n} picture taken | {n} pictures taken',
  picture: 'Picture {n}',
  remove: 'Remove picture {n}',
  use: 'Use {n} picture | Use {n} pictures',
  useNone: 'Use pictures',
  useOne: 'Use this picture',
  file: 'Camera {n}.jpg',
  trouble: {
    refused: {
      title: 'The camera is not allowed',
      desktop: 'Allow Inkstone to use the camera in the system’s privacy settings, then try again.',
      browser:
        'Allow the camera for this page beside the address at the top of your browser, and your browser in the system’s privacy settings. Then try again.',
    },
    missing: { title: 'No camera found', text: 'Connect one: it is used as soon as it is there.' },
    busy: {
      title: 'The camera cannot be started',
      text: 'Another program may be using it. Close that one, then try again.',
    },
    gone: {
      title: 'The camera went away',
      text: 'Connect it again: it goes on by itself. The pictures taken so far are still here.',
    },
  },
} as const;

import { config } from 'zod';

// zod would compile its parsers with `new Function` and probe for it at start, which our content security policy
// reports as a violation. Imported before anything that makes a schema.
config({ jitless: true });

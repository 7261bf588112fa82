import js from '@eslint/js';
import globals from 'globals';
import ts from 'typescript-eslint';
import vue from 'eslint-plugin-vue';

/**
 * The layer rules of ARCHITECTURE.md, as lint errors: who may import what.
 * Platform globals are kept apart by each part's tsconfig; imports are kept apart here.
 */
const node = ['node:*', 'fs', 'path', 'os', 'crypto', 'http', 'child_process', 'worker_threads'];
const electron = { group: ['electron', 'electron/*'], message: "Only electron/shell imports 'electron'." };
const tensorflow = {
  group: ['@tensorflow/*'],
  message: 'Only electron/trainer and electron/native import TensorFlow.',
};
const forbid = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default ts.config(
  { ignores: ['out/**', 'dist/**', 'node_modules/**', 'coverage/**', 'test-results/**'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    languageOptions: { globals: { ...globals.es2022 } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-undef': 'off', // the type check does this, with each part's own globals
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/no-v-html': 'error',
      eqeqeq: 'error',
    },
  },
  { files: ['**/*.{js,mjs,cjs}'], languageOptions: { globals: globals.node } },
  {
    files: ['shared/**/*.ts'],
    rules: forbid(
      { group: node, message: 'shared/ is platform-free: no Node.' },
      { group: ['**/electron/**', '**/renderer/**', '**/test/**'], message: 'shared/ imports only itself.' },
      { group: ['vue', 'pinia', 'chart.js'], message: 'shared/ is platform-free: no user interface.' },
      electron,
      tensorflow,
    ),
  },
  {
    files: ['electron/**/*.ts'],
    rules: forbid(
      electron,
      tensorflow,
      {
        group: ['**/renderer/**', '**/test/**'],
        message: 'electron/ knows the renderer only through shared/contract.',
      },
      { group: ['vue', 'pinia', 'chart.js'], message: 'electron/ has no user interface.' },
    ),
  },
  {
    files: ['electron/shell/**/*.ts'],
    rules: forbid(tensorflow, {
      group: ['**/renderer/**', '**/test/**'],
      message: 'the shell knows the renderer only through shared/contract.',
    }),
  },
  {
    files: ['electron/trainer/**/*.ts', 'electron/native/**/*.ts'],
    rules: forbid(electron, {
      group: ['**/services/**', '**/hosts/**', '**/shell/**', '**/trainer-link/**', '**/renderer/**', '**/test/**'],
      message: 'the trainer stands alone: it knows only shared/ and electron/native.',
    }),
  },
  {
    files: ['electron/services/**/*.ts', 'electron/trainer-link/**/*.ts'],
    rules: forbid(electron, tensorflow, {
      group: ['**/shell/**', '**/hosts/**', '**/trainer/**', '**/renderer/**', '**/test/**'],
      message: 'services are composed by hosts and reach the trainer only through trainer-link.',
    }),
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='waitForTimeout']",
          message: 'A fixed wait bets on the machine: wait for what is told, or for a condition (vi.waitFor).',
        },
      ],
    },
  },
  {
    files: ['renderer/**/*.{ts,vue}'],
    rules: forbid(
      electron,
      tensorflow,
      { group: node, message: 'the renderer is a sandboxed web page: no Node.' },
      { group: ['**/electron/**', '**/test/**'], message: 'the renderer imports only shared/ and itself.' },
    ),
  },
);

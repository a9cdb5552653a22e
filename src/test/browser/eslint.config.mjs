import js from '@eslint/js';
import globals from 'globals';

export default [
  js.configs.recommended,
  {
    files: ['page/**/*.js'],
    languageOptions: {globals: globals.browser},
    // control characters are what these modules look for
    rules: {'no-control-regex': 'off', 'no-unused-vars': ['error', {argsIgnorePattern: '^_', varsIgnorePattern: '^_'}], eqeqeq: 'error', 'no-eval': 'error', 'no-implied-eval': 'error', 'prefer-const': 'error'},
  },
  {files: ['*.mjs'], languageOptions: {globals: {...globals.node, ...globals.browser}}, rules: {'no-empty-pattern': 'off'}},
];

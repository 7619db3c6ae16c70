// script.mjs <callboard.js>: takes the comments out of what wasm-bindgen writes; half a kilobyte after brotli.
import { readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';

const [, , file] = process.argv;
const { ESNext: target } = ts.ScriptTarget;
const { ESNext: module } = ts.ModuleKind;
const written = ts.transpileModule(readFileSync(file, 'utf8'), { compilerOptions: { removeComments: true, target, module } });
writeFileSync(file, written.outputText);

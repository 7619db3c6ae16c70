// style.mjs <style/main.css> <callboard.css>: bundles the @imports into one file and minifies it.
// No browser targets: nesting and the other modern features stay as they were written.
import { writeFileSync } from 'node:fs';
import { bundle } from 'lightningcss';

const [, , source, destination] = process.argv;
try {
  const { code, warnings } = bundle({ filename: source, minify: true });
  for (const warning of warnings) {
    console.error(`${warning.loc?.filename ?? source}:${warning.loc?.line ?? 0}: ${warning.message}`);
  }
  writeFileSync(destination, code);
} catch (error) {
  const where = error.fileName ? `${error.fileName}:${error.loc?.line ?? 0}: ` : '';
  console.error(`${where}${error.message}`);
  process.exit(1);
}

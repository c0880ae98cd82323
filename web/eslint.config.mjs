import js from "@eslint/js";
import tseslint from "typescript-eslint";

const unsafe = ["innerHTML", "outerHTML", "insertAdjacentHTML", "write", "writeln"];

export default tseslint.config(
  { ignores: ["node_modules/", ".test/", "*.mjs"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      "no-eval": "error",
      "no-implied-eval": "error",
      eqeqeq: "error",
      "no-undef": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      // Text of a dataset reaches the page as text only, and nothing is ever asked for.
      "no-restricted-properties": ["error", ...unsafe.map((property) => ({ property }))],
      "no-restricted-globals": ["error", "fetch", "XMLHttpRequest", "WebSocket", "EventSource", "localStorage", "sessionStorage"],
    },
  },
);

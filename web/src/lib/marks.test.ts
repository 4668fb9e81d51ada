import { describe, expect, it } from "vitest";
import { cut, marksOf, wordsOf } from "./marks";

describe("cut", () => {
  const text = "Minsk moves troops.";

  it("gives the whole text in order, whatever lies in it", () => {
    const marks = [...marksOf([[0, 5]], "a"), ...marksOf([[3, 11], [12, 18]], "b"), ...marksOf([[6, 6]], "empty"), ...marksOf([[15, 99]], "far")];
    const pieces = cut(text, 0, text.length, marks);
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    for (let i = 1; i < pieces.length; i++) expect(pieces[i]?.start).toBe(pieces[i - 1]?.end);
  });

  it("tells every mark that covers a piece, once", () => {
    const pieces = cut(text, 0, text.length, [...marksOf([[0, 8]], "a"), ...marksOf([[4, 11], [4, 11]], "b")]);
    expect(pieces.map((piece) => [piece.text, piece.tags])).toEqual([
      ["Mins", ["a"]],
      ["k mo", ["a", "b"]],
      ["ves", ["b"]],
      [" troops.", []],
    ]);
  });

  it("counts as browsers do, so that a letter of two units is not torn", () => {
    const pieces = cut("a😀b", 0, 4, marksOf([[1, 3]], "x"));
    expect(pieces.map((piece) => piece.text)).toEqual(["a", "😀", "b"]);
  });

  it("looks at its stretch alone", () => {
    expect(cut(text, 6, 11, marksOf([[0, 19]], "a"))).toEqual([{ start: 6, end: 11, text: "moves", tags: ["a"] }]);
  });
});

it("finds words where they stand in the text", () => {
  expect(wordsOf("Minsk moves  troops.", 6, 20)).toEqual([
    { start: 6, end: 11, text: "moves" },
    { start: 13, end: 20, text: "troops." },
  ]);
});

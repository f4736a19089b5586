// A photo of the phone's camera or album: smaller, with a watermark, but with the time and place that its own file told.
const LONGEST = 1600;
const QUALITY = 0.8;

/** {name, blob} of a picture file; `lines` are written into its corner. */
export async function shrunk(file, lines) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const brush = canvas.getContext("2d");
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  sign(brush, canvas, lines);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return { name: "photo.jpg", blob: await withMemory(blob, file) };
}

function sign(brush, { width, height }, lines) {
  const size = Math.max(14, Math.round(Math.min(width, height) / 32));
  const step = Math.round(size * 1.4);
  const top = height - step * lines.length - size;
  const shade = brush.createLinearGradient(0, top - size, 0, height);
  shade.addColorStop(0, "rgba(0,0,0,0)");
  shade.addColorStop(1, "rgba(0,0,0,0.65)");
  brush.fillStyle = shade;
  brush.fillRect(0, top - size, width, height - top + size);
  brush.font = `500 ${size}px system-ui, sans-serif`;
  brush.fillStyle = "#fff";
  brush.textBaseline = "top";
  lines.forEach((line, number) => brush.fillText(line, size, top + number * step, width - 2 * size));
}

/** A canvas forgets what the camera wrote beside the picture (EXIF), which the server compares: put it back. */
async function withMemory(made, original) {
  const memory = exif(new DataView(await original.slice(0, 262144).arrayBuffer()));
  return memory ? new Blob([made.slice(0, 2), memory, made.slice(2)], { type: "image/jpeg" }) : made;
}

/** The EXIF segment of a JPEG, its orientation set to upright, since the canvas has turned the picture; null without one. */
function exif(view) {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 10 < view.byteLength; ) {
    const mark = view.getUint16(at);
    const length = view.getUint16(at + 2);
    if ((mark & 0xff00) !== 0xff00 || mark === 0xffda) return null;
    if (mark === 0xffe1 && view.getUint32(at + 4) === 0x45786966 && at + 2 + length <= view.byteLength) {
      const segment = view.buffer.slice(at, at + 2 + length);
      upright(new DataView(segment));
      return segment;
    }
    at += 2 + length;
  }
  return null;
}

function upright(view) {
  const start = 10;
  const little = view.getUint16(start) === 0x4949;
  try {
    const first = start + view.getUint32(start + 4, little);
    const count = view.getUint16(first, little);
    for (let number = 0; number < count; number += 1) {
      const entry = first + 2 + number * 12;
      if (view.getUint16(entry, little) === 0x0112) view.setUint16(entry + 8, 1, little);
    }
  } catch {
    // A damaged one: the server reads no time and place from it either.
  }
}

// Where the phone is. Told with its accuracy, never better than it is.
const PATIENCE = 12000;
const GOOD = 50;

/** {latitude, longitude, accuracy, at}, the best of a few seconds; throws {code} of the browser: 1 refused, 2 unknown, 3 too late. */
export function locate() {
  return new Promise((done, failed) => {
    if (!navigator.geolocation) return failed({ code: 2 });
    let best = null;
    const end = (error) => {
      navigator.geolocation.clearWatch(watch);
      clearTimeout(timer);
      best ? done(best) : failed(error);
    };
    const timer = setTimeout(() => end({ code: 3 }), PATIENCE);
    const watch = navigator.geolocation.watchPosition(
      ({ coords, timestamp }) => {
        if (!best || coords.accuracy < best.accuracy) best = { latitude: coords.latitude, longitude: coords.longitude, accuracy: coords.accuracy, at: timestamp };
        if (best.accuracy <= GOOD) end();
      },
      (error) => (error.code === 1 || best || !navigator.onLine ? end(error) : null),
      { enableHighAccuracy: true, maximumAge: 10000, timeout: PATIENCE },
    );
  });
}

export const pair = (place) => [place.latitude, place.longitude];

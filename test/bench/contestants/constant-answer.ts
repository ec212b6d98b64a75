/** The same answer to everything, about as long as ours to one who waits. */
export const CONSTANT_ANSWER = `<?xml version="1.0" encoding="UTF-8"?><Response><Say language="ja-JP">${'お待ちください。'.repeat(6)}</Say><Play>http://com.twilio.sounds.music.s3.amazonaws.com/MARKOVICHAMP-Borghestral.mp3</Play></Response>`;

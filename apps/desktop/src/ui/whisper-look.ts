/** Violet and dashed means everywhere: the customer does not get this. */
export const whisperLook = 'border-dashed border-whisper bg-whisper-soft text-whisper';

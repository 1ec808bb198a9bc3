#pragma once

// Where a call would cost as much as what it calls. A compiler's own measure gives up on functions
// that are inlined often.
#define OPTAXX_INLINE inline __attribute__((always_inline))
#define OPTAXX_INLINE_LAMBDA __attribute__((always_inline))

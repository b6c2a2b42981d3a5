//! The contrast of two colours, as WCAG 2.2 counts it; and for the tests, colours as others see them.

use crate::desk::looks::Rgb;

/// Returns the contrast of two colours, from 1 to 21.
pub fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Returns true if black is easier to read on a colour than white.
pub(super) fn is_light(ground: Rgb) -> bool {
    contrast(ground, [0; 3]) > contrast(ground, [255; 3])
}

fn luminance(colour: Rgb) -> f64 {
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.04045 {
        part / 12.92
    } else {
        ((part + 0.055) / 1.055).powf(2.4)
    }
}

/// The sixteen colours that the common terminals ship with.
#[cfg(test)]
pub(super) const WORST_OF_SIXTEEN: [(&str, [Rgb; 16]); 6] = [
    (
        "xterm",
        sixteen([
            0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5,
            0x7f_7f7f, 0xff_0000, 0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
        ]),
    ),
    (
        "VGA and the Linux console",
        sixteen([
            0x00_0000, 0xaa_0000, 0x00_aa00, 0xaa_5500, 0x00_00aa, 0xaa_00aa, 0x00_aaaa, 0xaa_aaaa,
            0x55_5555, 0xff_5555, 0x55_ff55, 0xff_ff55, 0x55_55ff, 0xff_55ff, 0x55_ffff, 0xff_ffff,
        ]),
    ),
    (
        "Campbell (Windows)",
        sixteen([
            0x0c_0c0c, 0xc5_0f1f, 0x13_a10e, 0xc1_9c00, 0x00_37da, 0x88_1798, 0x3a_96dd, 0xcc_cccc,
            0x76_7676, 0xe7_4856, 0x16_c60c, 0xf9_f1a5, 0x3b_78ff, 0xb4_009e, 0x61_d6d6, 0xf2_f2f2,
        ]),
    ),
    (
        "Tango",
        sixteen([
            0x2e_3436, 0xcc_0000, 0x4e_9a06, 0xc4_a000, 0x34_65a4, 0x75_507b, 0x06_989a, 0xd3_d7cf,
            0x55_5753, 0xef_2929, 0x8a_e234, 0xfc_e94f, 0x72_9fcf, 0xad_7fa8, 0x34_e2e2, 0xee_eeec,
        ]),
    ),
    (
        "macOS",
        sixteen([
            0x00_0000, 0x99_0000, 0x00_a600, 0x99_9900, 0x00_00b2, 0xb2_00b2, 0x00_a6b2, 0xbf_bfbf,
            0x66_6666, 0xe5_0000, 0x00_d900, 0xe5_e500, 0x00_00ff, 0xe5_00e5, 0x00_e5e5, 0xe5_e5e5,
        ]),
    ),
    (
        "GNOME",
        sixteen([
            0x17_1421, 0xc0_1c28, 0x26_a269, 0xa2_734c, 0x12_488b, 0xa3_47ba, 0x2a_a1b3, 0xd0_cfcc,
            0x5e_5c64, 0xf6_6151, 0x33_da7a, 0xe9_ad0c, 0x2a_7bde, 0xc0_61cb, 0x33_c7de, 0xff_ffff,
        ]),
    ),
];

#[cfg(test)]
const fn sixteen(colours: [u32; 16]) -> [Rgb; 16] {
    let mut out = [[0; 3]; 16];
    let mut at = 0;
    while at < 16 {
        let [_, red, green, blue] = colours[at].to_be_bytes();
        out[at] = [red, green, blue];
        at += 1;
    }
    out
}

/// Returns how far apart two colours are: the distance in the colour space CIE Lab.
#[cfg(test)]
pub(super) fn difference(one: [f64; 3], other: [f64; 3]) -> f64 {
    let [one, other] = [one, other].map(lab);
    let parts = one
        .iter()
        .zip(other)
        .map(|(one, other)| (one - other).powi(2));
    parts.sum::<f64>().sqrt()
}

#[cfg(test)]
fn lab([red, green, blue]: [f64; 3]) -> [f64; 3] {
    let x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505;
    let y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    let z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089;
    let [x, y, z] = [x, y, z].map(|part: f64| {
        if part > 0.008_856 {
            part.cbrt()
        } else {
            7.787 * part + 16.0 / 116.0
        }
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// Colours as the eyes of colour-blind people see them.
#[cfg(test)]
pub(super) mod as_seen_by {
    use super::{Rgb, linear};

    type Matrix = [[f64; 3]; 3];

    /// Without red, without green, without blue: Machado, Oliveira and Fernandes 2009, severity 1.
    pub(in super::super) const ALL: [&Matrix; 3] = [
        &[
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
        &[
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
        &[
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ];

    /// Returns the red, green and blue light that an eye sees of a colour.
    pub(in super::super) fn eye(matrix: &Matrix, colour: Rgb) -> [f64; 3] {
        let [red, green, blue] = colour.map(linear);
        matrix.map(|[r, g, b]| (r * red + g * green + b * blue).clamp(0.0, 1.0))
    }
}

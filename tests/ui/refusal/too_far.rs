//! A part of a part, more often than is written out each time.
use autodiff::grad;

#[grad]
fn f(x: &[f64]) -> f64 {
    let r0 = &x[1..];
    let r1 = &r0[1..];
    let r2 = &r1[1..];
    let r3 = &r2[1..];
    let r4 = &r3[1..];
    let r5 = &r4[1..];
    let r6 = &r5[1..];
    let r7 = &r6[1..];
    let r8 = &r7[1..];
    let r9 = &r8[1..];
    let r10 = &r9[1..];
    let r11 = &r10[1..];
    let r12 = &r11[1..];
    let r13 = &r12[1..];
    let r14 = &r13[1..];
    let r15 = &r14[1..];
    let r16 = &r15[1..];
    let r17 = &r16[1..];
    let r18 = &r17[1..];
    let r19 = &r18[1..];
    let r20 = &r19[1..];
    let r21 = &r20[1..];
    let r22 = &r21[1..];
    let r23 = &r22[1..];
    let r24 = &r23[1..];
    let r25 = &r24[1..];
    let r26 = &r25[1..];
    let r27 = &r26[1..];
    let r28 = &r27[1..];
    let r29 = &r28[1..];
    let r30 = &r29[1..];
    let r31 = &r30[1..];
    let r32 = &r31[1..];
    let r33 = &r32[1..];
    let r34 = &r33[1..];
    let r35 = &r34[1..];
    let r36 = &r35[1..];
    let r37 = &r36[1..];
    let r38 = &r37[1..];
    let r39 = &r38[1..];
    let r40 = &r39[1..];
    let r41 = &r40[1..];
    let r42 = &r41[1..];
    let r43 = &r42[1..];
    let r44 = &r43[1..];
    let r45 = &r44[1..];
    let r46 = &r45[1..];
    let r47 = &r46[1..];
    let r48 = &r47[1..];
    let r49 = &r48[1..];
    let r50 = &r49[1..];
    let r51 = &r50[1..];
    let r52 = &r51[1..];
    let r53 = &r52[1..];
    let r54 = &r53[1..];
    let r55 = &r54[1..];
    let r56 = &r55[1..];
    let r57 = &r56[1..];
    let r58 = &r57[1..];
    let r59 = &r58[1..];
    let r60 = &r59[1..];
    let r61 = &r60[1..];
    let r62 = &r61[1..];
    let r63 = &r62[1..];
    let r64 = &r63[1..];
    let r65 = &r64[1..];
    r65[0]
}

fn main() {
    let _ = f_grad(&[1.0; 99]);
}
